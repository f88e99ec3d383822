behaviour("visit", class {
  constructor(element) {
    this.data = element.dataset;
    this.left = 2000;
    this.watch();
    document.addEventListener("visibilitychange", () => (document.hidden && this.done ? this.tell(this.place()) : this.watch()));
    addEventListener("pagehide", () => this.done && this.tell(this.place()));
  }

  watch() {
    clearTimeout(this.timer);
    if (this.since) this.left -= Date.now() - this.since;
    this.since = null;
    if (document.hidden || this.done) return;
    this.since = Date.now();
    this.timer = setTimeout(() => this.tell(), Math.max(0, this.left));
  }

  place() {
    const text = document.querySelector(".lesson-text .prose")?.getBoundingClientRect();
    if (!text?.height) return null;
    return Math.min(100, Math.max(0, Math.round((100 * (innerHeight - text.top)) / text.height)));
  }

  tell(place = null) {
    this.done = true;
    const body = new FormData();
    for (const [name, value] of Object.entries(this.data)) {
      if (!["behaviour", "address", "token"].includes(name)) body.set(name, value);
    }
    body.set("csrf_token", this.data.token);
    if (place !== null) body.set("place", place);
    fetch(this.data.address, { method: "POST", body, keepalive: true }).catch(() => {});
  }
});
