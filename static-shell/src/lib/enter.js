// Whoever is signed in goes on to their workspace before anything is painted; a stranger causes no call at all (lib/session-clock).
(function () {
  try {
    if (localStorage.getItem('xentri.session-until') !== null) location.replace('/strategy');
  } catch (closed) {
    void closed;
  }
})();
