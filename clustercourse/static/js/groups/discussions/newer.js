behaviour("newer", class {
  constructor(place) {
    this.place = place;
    this.wait(15000);
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
