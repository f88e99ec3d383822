behaviour("seen", class {
  constructor(section) {
    this.section = section;
    this.read = Number(section.dataset.read);
    this.looked = new Set();
    this.watch = new IntersectionObserver((entries) => this.look(entries), { threshold: [0, 0.5, 1] });
    this.follow();
    new MutationObserver(() => this.follow()).observe(section, { childList: true });
    addEventListener("pagehide", () => this.tell());
  }

  follow() {
    for (const post of this.section.querySelectorAll("[data-number]")) this.watch.observe(post);
  }

  look(entries) {
    for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
      clearTimeout(target.lookTimer);
      const enough = isIntersecting && (intersectionRatio > 0.9 || intersectionRect.height > innerHeight / 2);
      if (enough) target.lookTimer = setTimeout(() => this.see(Number(target.dataset.number)), document.hidden ? 1e9 : 1500);
    }
  }

  see(number) {
    if (document.hidden) return;
    this.looked.add(number);
    let reached = this.read;
    const numbers = [...this.section.querySelectorAll("[data-number]")].map((post) => Number(post.dataset.number));
    for (const each of numbers) {
      if (each <= reached) continue;
      if (!this.looked.has(each) && each > Math.max(...this.looked)) break;
      reached = each;
    }
    if (reached <= this.read) return;
    this.read = reached;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tell(), 1000);
  }

  tell() {
    if (this.told === this.read || this.read <= Number(this.section.dataset.read)) return;
    this.told = this.read;
    const body = new FormData();
    const said = { kind: "topic", thing: this.section.dataset.topic, number: this.read, csrf_token: this.section.dataset.token };
    for (const [name, value] of Object.entries(said)) body.set(name, value);
    fetch("/me/visits", { method: "POST", body, keepalive: true }).catch(() => {});
  }
});
