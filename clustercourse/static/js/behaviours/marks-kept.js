behaviour("marks-kept", class {
  static run(mode, work) {
    this.opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open("clustercourse", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("marks", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    return this.opened.then((base) => new Promise((done, fail) => {
      const change = base.transaction("marks", mode);
      const asked = work(change.objectStore("marks"));
      change.oncomplete = () => done(asked?.result);
      change.onabort = () => fail(change.error);
    }));
  }

  static all() {
    return this.run("readonly", (store) => store.getAll());
  }

  static keep(entries) {
    return this.run("readwrite", (store) => { entries.forEach((entry) => store.put(entry)); });
  }

  static drop(keys) {
    return this.run("readwrite", (store) => { keys.forEach((key) => store.delete(key)); });
  }

  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => this.leave(event));
  }

  async leave(event) {
    if (this.question?.agreed) return this.constructor.drop(this.waiting).catch(() => {});
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    this.waiting = (await this.constructor.all().catch(() => [])).map(({ key }) => key);
    this.question ??= new (behaviours.get("confirm"))(this.form);
    const n = this.waiting.length;
    this.question.agreed = !n;
    if (!n) return this.form.requestSubmit(submitter);
    const { one, many } = this.form.dataset;
    this.form.dataset.question = filled(n === 1 ? one : many, { n });
    this.question.ask(submitter);
  }
});
