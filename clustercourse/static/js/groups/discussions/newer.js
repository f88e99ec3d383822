behaviour("newer", class {
  constructor(place) {
    this.place = place;
    place.addEventListener("htmx:before:swap", () => this.hold());
    this.wait(15000);
  }

  hold() {
    const form = document.querySelector(".composer");
    if (!form?.contains(document.activeElement)) return;
    const top = form.getBoundingClientRect().top;
    new MutationObserver((_changes, watch) => {
      watch.disconnect();
      scrollBy({ top: form.getBoundingClientRect().top - top, behavior: "instant" });
    }).observe(this.place.parentElement, { childList: true });
  }

  wait(time) {
    this.timer = setTimeout(() => this.ask(time), time);
  }

  ask(time) {
    if (!this.place.isConnected) return;
    if (document.hidden) {
      document.addEventListener("visibilitychange", () => this.ask(15000), { once: true });
      return;
    }
    this.place.dispatchEvent(new Event("newer"));
    this.wait(Math.min(time * 1.25, 60000));
  }
});
