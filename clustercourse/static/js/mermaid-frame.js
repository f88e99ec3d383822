"use strict";

mermaid.initialize({
  startOnLoad: false,
  securityLevel: "strict",
  look: "classic",
  theme: "base",
  htmlLabels: false,
  flowchart: { htmlLabels: false, padding: 14 },
  fontFamily: "Helvetica, Arial, sans-serif",
  themeVariables: {
    useGradient: false,
    dropShadow: "none",
    nodeBorder: "#0f6a6d",
    fontSize: "16px",
    primaryColor: "#e3f3f3",
    primaryBorderColor: "#0f6a6d",
    primaryTextColor: "#142030",
    secondaryColor: "#fdf0d5",
    tertiaryColor: "#f5f2ec",
    lineColor: "#4a5866",
  },
});

addEventListener("message", async (message) => {
  const { number, code } = message.data;
  try {
    const { svg } = await mermaid.render(`drawing-${number}`, code);
    message.source.postMessage({ number, svg }, "*");
  } catch (error) {
    message.source.postMessage({ number, error: String(error) }, "*");
  }
});

parent.postMessage({ ready: true }, "*");
