const behaviours = new Map();

function behaviour(name, Behaviour) {
  behaviours.set(name, Behaviour);
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function say(text, lasting = false) {
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.textContent = text;
  document.getElementById("toasts").append(toast);
  if (!lasting) setTimeout(() => toast.remove(), 6000);
  return toast;
}
