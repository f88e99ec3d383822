behaviour("maths", class {
  constructor(element) {
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: element.dataset.css });
    const script = Object.assign(document.createElement("script"), { src: element.dataset.js });
    script.addEventListener("load", () => this.draw());
    document.head.append(sheet, script);
  }

  draw() {
    const wide = new ResizeObserver((seen) => seen.forEach(({ target }) => this.reach(target)));
    for (const element of document.querySelectorAll(".arithmatex")) {
      const written = element.textContent.trim();
      const tex = written.replace(/^\\[[(]|\\[\])]$/g, "");
      katex.render(tex, element, { displayMode: written.startsWith("\\["), throwOnError: false, maxExpand: 500, maxSize: 20 });
      wide.observe(element);
    }
    document.fonts.ready.then(() => document.querySelectorAll(".arithmatex").forEach(this.reach));
  }

  // A formula wider than its column scrolls, so the keyboard must get to it.
  reach(element) {
    if (element.scrollWidth > element.clientWidth && element.matches("div")) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }
});
