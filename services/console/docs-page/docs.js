// In a file of its own: the content security policy lets no inline script run.
const page = document.querySelector('rapi-doc');
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function followTheme() {
  page.setAttribute('theme', dark.matches ? 'dark' : 'light');
}

dark.addEventListener('change', followTheme);
followTheme();
