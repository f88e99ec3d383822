// The second half of a double tap that closed the panel never reaches what lay under it.
behaviour("register-taps", class {
  constructor(panel) {
    addEventListener("pointerdown", (event) => this.touch(event), true);
    addEventListener("click", (event) => this.tap(event), true);
    panel.addEventListener("pointerdown", ({ clientX, clientY, timeStamp }) => { this.last = { clientX, clientY, timeStamp }; });
    panel.addEventListener("close", () => { this.closed = this.last; });
  }

  touch({ clientX, clientY, timeStamp }) {
    const { closed } = this;
    this.closed = null;
    this.stray = closed && timeStamp - closed.timeStamp < 400 && Math.hypot(clientX - closed.clientX, clientY - closed.clientY) < 32;
    this.last = null;
  }

  tap(event) {
    if (!this.stray || !event.detail) return;
    this.stray = false;
    event.preventDefault();
    event.stopPropagation();
  }
});
