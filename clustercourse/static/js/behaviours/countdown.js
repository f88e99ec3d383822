behaviour("countdown", class {
  constructor(element) {
    this.element = element;
    this.shown = element.querySelector("[data-part=left]");
    this.end = Date.now() + Number(element.dataset.seconds) * 1000;
    this.timer = setInterval(() => this.tick(), 1000);
    this.tick();
  }

  tick() {
    if (!this.element.isConnected) return clearInterval(this.timer);
    const left = Math.max(0, Math.ceil((this.end - Date.now()) / 1000));
    const seconds = String(left % 60).padStart(2, "0");
    this.shown.textContent = filled(this.element.dataset.text, { time: `${Math.floor(left / 60)}:${seconds}` });
    if (left === 0) this.send();
  }

  send() {
    clearInterval(this.timer);
    const form = this.element.closest("form");
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "send", value: "anyway" }));
    form.requestSubmit();
  }
});
