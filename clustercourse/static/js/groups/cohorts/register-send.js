behaviour("register-send", class {
  constructor(root) {
    this.root = root;
    this.state = root.querySelector("[data-part=queue]");
    this.reason = root.querySelector("[data-part=reason]");
    this.waits = [];
    this.marked = this.state.textContent !== "";
    this.warn = (event) => { if (!this.agreed) event.preventDefault(); };
    document.addEventListener("submit", ({ target }) => { this.agreed = target.matches("[data-behaviour~=marks-kept]"); });
    root.addEventListener("register:waits", ({ detail }) => this.plan(detail));
    this.reason?.addEventListener("change", () => this.send());
    addEventListener("online", () => this.send());
    setInterval(() => this.send(), 10000);
  }

  plan(entries) {
    this.waits = entries;
    this.marked ||= entries.length > 0;
    if (entries.length) addEventListener("beforeunload", this.warn);
    else removeEventListener("beforeunload", this.warn);
    this.say();
    clearTimeout(this.soon);
    if (entries.length) this.soon = setTimeout(() => this.send(), 200);
  }

  async send() {
    if (this.sending || !this.waits.length) return this.say();
    if (this.reason && !this.reason.value.trim()) {
      this.trouble = this.state.dataset.why;
      return this.say();
    }
    const sent = this.waits;
    this.sending = true;
    this.say();
    try {
      const marks = await this.post(sent);
      this.sending = false;
      if (marks) this.root.dispatchEvent(new CustomEvent("register:answered", { detail: { marks, sent } }));
    } catch {
      this.sending = false;
      this.trouble = "network";
    }
    this.say();
  }

  async post(sent) {
    const marks = sent.map(({ seat, status, place, arrived, left, seen }) => ({ seat, status, place, arrived, left, seen }));
    const body = new URLSearchParams({ csrf_token: this.root.dataset.token, marks: JSON.stringify(marks), reason: this.reason?.value ?? "" });
    const answer = await fetch(this.root.dataset.address, { method: "POST", body, headers: { Accept: "application/json" } });
    const { title, marks: found } = answer.ok || answer.status === 409 ? await answer.json() : {};
    this.trouble = title ?? (answer.ok ? "" : [400, 401, 403].includes(answer.status) ? this.state.dataset.signedOut : "network");
    return found;
  }

  say() {
    const { settled, decide, saving, one, many } = this.state.dataset;
    const saved = this.root.querySelector("[data-clash]") ? decide : this.marked ? settled : "";
    const n = this.waits.length;
    const waits = filled(n === 1 ? one : many, { n });
    const text = !n ? saved : !this.trouble ? saving : this.trouble === "network" ? waits : this.trouble;
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.dataset.state = !text ? "" : !n ? "saved" : this.trouble ? "kept" : "waiting";
  }
});
