behaviour("drawer", class {
  constructor(drawer) {
    this.drawer = drawer;
    drawer.addEventListener("toggle", () => this.showCurrent());
    if (getComputedStyle(drawer).position === "sticky") this.showCurrent();
  }

  showCurrent() {
    const here = this.drawer.querySelector("[aria-current]");
    if (!here) return;
    const top = here.getBoundingClientRect().top - this.drawer.getBoundingClientRect().top;
    this.drawer.scrollTop += top - this.drawer.clientHeight / 3;
  }
});
