behaviour("autosave", class {
  constructor(form) {
    this.form = form;
    this.address = form.dataset.address;
    this.version = Number(form.dataset.version ?? 0);
    this.key = `draft:${document.body.dataset.person ?? ""}:${this.address}:${form.dataset.attempt ?? ""}`;
    this.state = form.querySelector("[data-part=state]");
    this.known = JSON.stringify(this.fields());
    this.restore();
    for (const type of ["input", "change"]) form.addEventListener(type, () => this.changed());
    form.addEventListener("submit", () => { this.sent = true; });
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => this.dirty && this.save(true));
    addEventListener("beforeunload", (event) => this.dirty && !this.sent && event.preventDefault());
  }

  fields(without = ["csrf_token", "once"]) {
    return [...new FormData(this.form)].filter(([name, value]) => value.trim && !without.includes(name));
  }

  changed() {
    const now = JSON.stringify(this.fields());
    if (now === this.known) return;
    Object.assign(this, { known: now, dirty: true, sent: false });
    this.keepHere();
    if (this.conflict) return;
    this.show("waiting", this.state?.dataset.saving);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 1500);
  }

  keepHere() {
    localStorage.setItem(this.key, JSON.stringify({ version: this.version, fields: this.fields() }));
  }

  restore() {
    const copy = JSON.parse(localStorage.getItem(this.key) ?? "null");
    if (!copy || copy.version !== this.version) return localStorage.removeItem(this.key);
    for (const input of this.form.elements) {
      if (!input.name || ["hidden", "file"].includes(input.type)) continue;
      const kept = copy.fields.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(input.type)) input.checked = kept.includes(input.value);
      else if (kept.length) input.value = kept[0];
    }
    this.changed();
  }

  async save(leaving = false) {
    if (this.saving || this.conflict || this.sent) return;
    this.saving = true;
    this.dirty = false;
    const body = new URLSearchParams(this.fields([]));
    body.set("version", this.version);
    try {
      const answer = await fetch(this.address, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" } });
      if (answer.status === 409) return this.stop();
      if (!answer.ok) throw new Error(answer.status);
      const { version, saved_at: time } = await answer.json();
      this.version = version;
      if (this.dirty) this.keepHere();
      else localStorage.removeItem(this.key);
      this.show("saved", filled(this.state?.dataset.saved ?? "", { time }));
    } catch {
      this.dirty = true;
      this.show("kept", this.state?.dataset.kept);
    } finally {
      this.saving = false;
    }
  }

  stop() {
    this.conflict = true;
    this.show("kept", this.state?.dataset.conflict);
    this.state?.append(Object.assign(document.createElement("a"), { href: this.address, textContent: this.state.dataset.compare }));
  }

  show(name, text) {
    if (this.state) Object.assign(this.state, { textContent: `${text} ` }).dataset.state = name;
  }
});
