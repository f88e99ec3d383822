behaviour("register-back", class {
  constructor(panel) {
    this.panel = panel;
    panel.addEventListener("register:opened", () => this.opened());
    panel.addEventListener("close", () => this.closed());
    addEventListener("popstate", () => this.arrived());
    globalThis.navigation?.addEventListener("navigate", (event) => this.keepPlace(event));
    if (history.state?.panel) this.closed();
  }

  // A step back may still be on its way when the next person is opened: then the new step waits until it has arrived.
  opened() {
    if (this.going) return;
    history.scrollRestoration = "manual";
    history.pushState({ panel: true }, "");
  }

  closed() {
    if (this.going || !history.state?.panel) return;
    this.going = true;
    history.back();
  }

  arrived() {
    const ours = this.going;
    this.going = false;
    if (history.state?.panel) {
      if (!this.panel.open) this.closed();
      return;
    }
    history.scrollRestoration = "auto";
    if (!this.panel.open) return;
    if (ours) this.opened();
    else this.panel.close();
  }

  // htmx takes every step in the history for a new page, after which the browser would put focus and scroll back.
  keepPlace(event) {
    const ours = this.going || this.panel.open;
    if (ours && event.navigationType === "traverse" && event.canIntercept) event.intercept({ focusReset: "manual", scroll: "manual" });
  }
});
