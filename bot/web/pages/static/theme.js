// Runs before the first paint, so that a chosen theme never flashes. The choice is the chat's too.
(() => {
  const root = document.documentElement;
  const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;
  const read = () => {
    try {
      return localStorage.getItem("agora.theme");
    } catch {
      return null;
    }
  };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const now = root.dataset.theme ?? (dark() ? "dark" : "light");
      root.dataset.theme = now === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("agora.theme", root.dataset.theme);
      } catch {
        // The choice holds for this page only.
      }
    });
  });
})();
