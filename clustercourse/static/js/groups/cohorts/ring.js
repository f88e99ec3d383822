behaviour("ring", class {
  constructor(screen) {
    this.screen = screen;
    screen.addEventListener("htmx:before:swap", (event) => this.keepUnlessFound(event));
    if (screen.dataset.left) this.run(Number(screen.dataset.left) * 1000, Number(screen.dataset.step) * 1000);
  }

  run(left, whole) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const ring = this.screen.querySelector("[data-part=ring]");
    const turn = ring.animate(
      [{ strokeDashoffset: 0 }, { strokeDashoffset: 100 }],
      { duration: whole, easing: calm ? "steps(4)" : "linear", fill: "forwards" },
    );
    turn.currentTime = whole - left;
    setTimeout(() => this.ask(), left + 100);
    setTimeout(() => this.sayLost(), left + 8000);
  }

  ask() {
    if (!this.screen.isConnected) return;
    this.screen.dispatchEvent(new Event("step"));
    setTimeout(() => this.ask(), 4000);
  }

  sayLost() {
    if (!this.screen.isConnected) return;
    this.screen.classList.add("screen-stale");
    this.screen.querySelector("[data-part=lost]").hidden = false;
  }

  keepUnlessFound(event) {
    const found = event.detail.tasks?.find((task) => task.type === "main");
    if (!found?.fragment.childElementCount) event.preventDefault();
  }
});
