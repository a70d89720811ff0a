/*
 * Says why the page did not start: outside of the modules, because it must run where these do not. Deferred, it runs
 * before them, with the document complete.
 */
(function () {
  'use strict';

  function say(reason) {
    const notStarted = document.getElementById('not-started');
    if (notStarted === null) return;
    const text = document.getElementById('not-started-reason');
    text.textContent = 'Chainrule could not start: ' + reason;
    text.setAttribute('role', 'alert');
    notStarted.classList.add('at-once');
  }

  // The address of the document alone would lose the settings in it.
  document.getElementById('start-again').addEventListener('click', function (event) {
    event.preventDefault();
    location.reload();
  });

  if (location.protocol === 'file:') say('it was opened as a file.');
  else if (!('noModule' in HTMLScriptElement.prototype)) say('this browser is too old for it.');

  // The error of a file that does not load stays at its element, unless one listens on the way down.
  addEventListener(
    'error',
    function (event) {
      if (event.target instanceof HTMLScriptElement) say('one of its scripts could not be loaded.');
      else if (event.message) say(event.message + '.');
    },
    true,
  );
  addEventListener('unhandledrejection', function (event) {
    say(String(event.reason) + '.');
  });
})();
