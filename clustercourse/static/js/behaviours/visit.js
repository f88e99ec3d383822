behaviour("visit", class {
  constructor(element) {
    this.data = element.dataset;
    this.left = 2000;
    this.watch();
    document.addEventListener("visibilitychange", () => this.watch());
  }

  watch() {
    clearTimeout(this.timer);
    if (this.since) this.left -= Date.now() - this.since;
    this.since = null;
    if (document.hidden || this.done) return;
    this.since = Date.now();
    this.timer = setTimeout(() => this.tell(), Math.max(0, this.left));
  }

  tell() {
    this.done = true;
    const body = new FormData();
    for (const [name, value] of Object.entries(this.data)) {
      if (!["behaviour", "address", "token"].includes(name)) body.set(name, value);
    }
    body.set("csrf_token", this.data.token);
    fetch(this.data.address, { method: "POST", body, keepalive: true }).catch(() => {});
  }
});
