// In a file of its own: the content security policy lets no inline script run.
const page = document.querySelector('rapi-doc');
const dark = window.matchMedia('(prefers-color-scheme: dark)');
// Below this width the page has no navigation bar: one long list is the way to find something.
const narrow = window.matchMedia('(max-width: 767px)');

function adapt() {
  page.setAttribute('theme', dark.matches ? 'dark' : 'light');
  page.setAttribute('render-style', narrow.matches ? 'view' : 'focused');
}

dark.addEventListener('change', adapt);
narrow.addEventListener('change', adapt);
adapt();
