// Runs before the first paint, so that a chosen theme never flashes.
(() => {
  const root = document.documentElement;
  try {
    const chosen = localStorage.getItem("agora.theme");
    root.dataset.theme = chosen ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  } catch {
    root.dataset.theme = "light";
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    if (!localStorage.getItem("agora.theme")) root.dataset.theme = event.matches ? "dark" : "light";
  });
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme")?.addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      localStorage.setItem("agora.theme", root.dataset.theme);
    });
  });
})();
