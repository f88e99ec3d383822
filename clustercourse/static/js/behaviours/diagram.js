behaviour("diagram", class {
  static waiting = new Map();

  static frame(address) {
    if (this.ready) return this.ready;
    const frame = Object.assign(document.createElement("iframe"), { className: "diagram-frame", title: "", src: address });
    frame.setAttribute("sandbox", "allow-scripts");
    frame.setAttribute("aria-hidden", "true");
    frame.tabIndex = -1;
    this.ready = new Promise((done) => {
      addEventListener("message", (message) => {
        if (message.source !== frame.contentWindow) return;
        if (message.data.ready) return done(frame);
        this.waiting.get(message.data.number)?.show(message.data.svg);
      });
    });
    document.body.append(frame);
    return this.ready;
  }

  constructor(figure) {
    this.figure = figure;
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      this.ask();
    }, { rootMargin: "600px" }).observe(figure);
  }

  async ask() {
    const code = this.figure.querySelector("template").content.textContent.trim();
    const frame = await this.constructor.frame(this.figure.dataset.frame);
    const number = this.constructor.waiting.size + 1;
    this.constructor.waiting.set(number, this);
    frame.contentWindow.postMessage({ number, code }, "*");
  }

  show(svg) {
    if (!svg) return;
    const [, , width, height] = /viewBox="([-\d.]+) ([-\d.]+) ([\d.]+) ([\d.]+)"/.exec(svg)?.slice(1) ?? [];
    const image = new Image();
    image.alt = this.figure.dataset.alt;
    if (width) Object.assign(image, { width: Math.ceil(width), height: Math.ceil(height) });
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    const drawing = this.figure.querySelector(".diagram-drawing");
    drawing.replaceChildren(image);
    drawing.hidden = false;
    this.figure.querySelector("details").open = false;
  }
});
