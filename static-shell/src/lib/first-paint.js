// Runs before the first paint, so that neither the theme nor the sidebar jumps. Storage may be closed to us: then the system decides.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem('xentri.theme');
    if (theme === 'dark' || theme === 'light') {
      root.dataset.theme = theme;
      document.querySelectorAll('[data-theme-color]').forEach(function (meta) {
        meta.media = meta.dataset.themeColor === theme ? 'all' : 'not all';
      });
    }
    if (localStorage.getItem('xentri.sidebar') === 'collapsed') root.dataset.sidebar = 'collapsed';
  } catch (closed) {
    void closed;
  }
})();
