// A page that is open while a new version is put in its place asks for files that are gone. Then it loads itself anew, once for each
// version: a page that still misses files says so, and does not go in circles. Inlined, because its own file could be the missing one.
// What was typed is kept by those who took it (lib/typed).
(function () {
  var KEY = 'xentri.renewed-from';
  /** Before it is asked again whether there is a page, where the server could not answer just now: in milliseconds. */
  var AGAIN = [1000, 4000];
  var busy = false;
  var started = false;

  /**
   * The scripts of this page: a name holds a hash of what is in the file, the names of the screens' files among it. One that stands in the
   * page says which file it is (build/in-the-page).
   */
  function version() {
    return Array.prototype.map
      .call(document.querySelectorAll('script[src^="/_astro/"], script[data-file]'), function (element) {
        return element.getAttribute('src') || element.dataset.file;
      })
      .join(' ');
  }

  /** The page itself may be one that was kept (lib/service-worker.js): the next one comes from the server. */
  function dropKept() {
    if (!window.caches) return Promise.resolve();
    return caches.keys().then(function (names) {
      return Promise.all(
        names.map(function (name) {
          return caches.open(name).then(function (cache) { return cache.delete(location.pathname); });
        }),
      );
    });
  }

  function reload() {
    location.reload();
  }

  function sayIt() {
    var place = document.querySelector('[data-missing]');
    // Once the page is up, the place of the missing screen says it (islands/shell/App).
    if (!place || started) return;
    place.hidden = false;
    place.querySelector('[data-reload]').onclick = function () { location.reload(); };
  }

  function renew() {
    if (busy) return;
    busy = true;
    try {
      if (sessionStorage.getItem(KEY) === version()) return sayIt();
      look(0);
    } catch (closed) {
      // Nothing can be remembered here, so nothing would stop a circle: the person decides.
      void closed;
      sayIt();
    }
  }

  /** Without a network there is no newer version to be had, only the browser's own page about that. */
  function look(times) {
    fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(function (answer) {
      if (answer.status >= 500 && times < AGAIN.length) return void setTimeout(look, AGAIN[times], times + 1);
      if (!answer.ok) return sayIt();
      sessionStorage.setItem(KEY, version());
      dropKept().then(reload, reload);
    }, sayIt);
  }

  function whenParsed() {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', renew);
    else renew();
  }

  function isOurs(address) {
    return typeof address === 'string' && address.indexOf(location.origin + '/_astro/') === 0 && /\.js$/.test(address);
  }

  // A screen that was opened and did not come. One that is only fetched ahead is nobody's business yet.
  addEventListener('xentri:missing', renew);
  // The frame's and the forms' own scripts.
  addEventListener(
    'error',
    function (event) {
      if (event.target instanceof HTMLScriptElement && isOurs(event.target.src)) whenParsed();
    },
    true,
  );
  // The screen's: that it did not come is told once the frame's script is there, the browser's list of what was loaded knows it before.
  document.addEventListener('xentri:started', function () { started = true; }, true);
  try {
    new PerformanceObserver(function (list) {
      list.getEntries().forEach(function (entry) {
        if (!started && isOurs(entry.name) && entry.responseStatus >= 400) whenParsed();
      });
    }).observe({ type: 'resource', buffered: true });
  } catch (unknown) {
    // A browser without it still has the two nets above.
    void unknown;
  }
})();
