// The appearance that was chosen on the first page holds here too.
const theme = localStorage.getItem("guanxi.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
