const texts = (pairs, letter) => pairs.filter(([key, value]) => key[0] === letter && value).map(([, value]) => value);

behaviour("sheet", class {
  constructor(form) {
    const [state, way] = ["state", "sign-in"].map((part) => form.querySelector(`[data-part=${part}]`));
    Object.assign(this, { form, state, way, key: `sheet:${form.dataset.key}:` });
    const copies = Object.entries(localStorage).filter(([key]) => key.startsWith(this.key));
    this.kept = new Map(copies.map(([key, pairs]) => [key.slice(this.key.length), JSON.parse(pairs)]));
    this.tried = new Map([...this.kept].map(([name, pairs]) => [name, [...texts(pairs, "p"), texts(pairs, "v").join()]]));
    this.restore();
    for (const type of ["input", "change"]) form.addEventListener(type, (event) => this.changed(event.target));
    for (const [from, type] of [[form, "submit"], [way, "click"]]) from.addEventListener(type, () => { this.sent = true; });
    for (const [type, leaving] of [["online"], ["pagehide", true]]) addEventListener(type, () => !this.sent && this.save(leaving));
    addEventListener("beforeunload", (event) => this.kept.size && !this.sent && event.preventDefault());
  }

  changed(input) {
    if (!/^[vsd]:/.test(input.name)) return;
    const name = input.name.slice(2);
    const tried = (this.tried.get(name) ?? []).map((text) => [`p:${name}`, text]);
    this.keep(name, [...new FormData(this.form)].filter(([key]) => /^[vksd]:/.test(key) && key.slice(2) === name).concat(tried));
    this.show("waiting", this.state.dataset.saving);
    this.later(["text", "textarea"].includes(input.type) ? 500 : 50);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  keep(name, pairs) {
    this.kept.set(name, pairs);
    localStorage.setItem(this.key + name, JSON.stringify(pairs));
  }

  restore() {
    for (const input of this.form.elements) {
      const copy = input.type === "hidden" ? null : this.kept.get(input.name.slice(2));
      const values = copy?.filter(([key]) => key === input.name).map(([, value]) => value) ?? [];
      if (values.length && ["radio", "checkbox"].includes(input.type)) input.checked = values.includes(input.value);
      else if (values.length) input.value = values.at(-1);
    }
    this.save();
  }

  async save(leaving = false) {
    if (this.saving || !this.kept.size) return;
    this.saving = true;
    const sending = new Map(this.kept);
    for (const [name, pairs] of sending) this.tried.set(name, [...(this.tried.get(name) ?? []), texts(pairs, "v").join()].slice(-9));
    const body = new URLSearchParams([["csrf_token", this.form.elements.csrf_token.value], ...[...sending.values()].flat()]);
    const answer = await fetch(this.form.action, { method: "POST", body, keepalive: leaving, headers: { Accept: "application/json" } }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    this.saving = false;
    this.way.hidden = ![400, 401, 403].includes(answer?.status);
    if (answer?.ok && said) return this.take(said, sending);
    this.show("kept", this.way.hidden ? said?.title ?? this.state.dataset.kept : this.form.dataset.signedOut);
    this.later(15000);
  }

  take(said, sending) {
    const inputs = this.form.elements;
    for (const [name, number] of Object.entries(said.numbers)) (inputs[`k:${name}`] ?? (this.strange = {})).value = number;
    for (const [name, pairs] of sending) {
      this.tried.delete(name);
      if (said.beside.includes(name) || this.kept.get(name) === pairs) this.kept.delete(name), localStorage.removeItem(this.key + name);
      else this.keep(name, this.kept.get(name).map(([key, value]) => [key, key[0] === "k" ? inputs[key].value : value]));
    }
    if (said.left_over) this.show("kept", said.left_over);
    else this.show("saved", filled(this.state.dataset.saved, { time: said.saved_at }));
    this.form.dispatchEvent(new CustomEvent("saved", { detail: said }));
    if (this.kept.size) this.later(50);
    else if (this.strange) location.reload();
  }

  show(name, text) {
    Object.assign(this.state, { textContent: text }).dataset.state = name;
  }
});
