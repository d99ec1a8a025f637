// Runs before the first paint, so that a chosen theme never flashes. A choice holds for pages and chat.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = /** @type {string | null} */ (null);
  try {
    chosen = localStorage.getItem("agora.theme");
  } catch {
    // Nothing is kept in this browser.
  }
  const show = () => {
    if (chosen !== "light" && chosen !== "dark") chosen = null;
    root.dataset.theme = chosen ?? (system.matches ? "dark" : "light");
  };
  show();
  system.addEventListener("change", show);
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      chosen = root.dataset.theme === "dark" ? "light" : "dark";
      show();
      try {
        localStorage.setItem("agora.theme", chosen);
      } catch {
        // The choice holds for this page only.
      }
    });
  });
})();
