behaviour("offline", class {
  constructor(toasts) {
    addEventListener("offline", () => { this.notice ??= say(toasts.dataset.text, true); });
    addEventListener("online", () => {
      if (!this.notice) return;
      this.notice.remove();
      this.notice = null;
      say(toasts.dataset.back);
    });
  }
});
