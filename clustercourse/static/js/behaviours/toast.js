behaviour("toast", class {
  constructor(toast) {
    this.toast = toast;
    const toasts = document.getElementById("toasts");
    if (toast.parentElement !== toasts) toasts.append(toast);
    for (const type of ["mouseenter", "focusin"]) toast.addEventListener(type, () => clearTimeout(this.timer));
    for (const type of ["mouseleave", "focusout"]) toast.addEventListener(type, () => this.wait());
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.toast.remove(), 10000);
  }
});
