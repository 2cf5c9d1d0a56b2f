// Runs before the first paint, so that neither the theme nor the sidebar jumps. Storage may be closed to us: then the system decides.
(function () {
  var root = document.documentElement;
  // One waits for the page as a whole: a screen that has taken over goes on with the same skeleton (ui/Skeleton).
  setTimeout(function () {
    if (!('arrived' in root.dataset)) root.dataset.late = '';
  }, 1000);
  try {
    var theme = localStorage.getItem('xentri.theme');
    if (theme === 'dark' || theme === 'light') {
      root.dataset.theme = theme;
      document.querySelectorAll('[data-theme-color]').forEach(function (meta) {
        meta.media = meta.dataset.themeColor === theme ? 'all' : 'not all';
      });
    }
    // A page that waits for the font has it; the app fetches it behind its first screen (islands/shell/offline).
    if ('font' in root.dataset) {
      addEventListener('load', function () {
        document.fonts.load('1em Inter').then(function (found) {
          if (found.length > 0) localStorage.setItem('xentri.font', 'kept');
        });
      });
    } else if (localStorage.getItem('xentri.font') === 'kept') root.dataset.font = '';
    if (localStorage.getItem('xentri.sidebar') === 'collapsed') root.dataset.sidebar = 'collapsed';
  } catch (closed) {
    void closed;
  }
})();
