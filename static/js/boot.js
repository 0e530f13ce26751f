// Runs before the page is painted: styles may tell a page with JavaScript from one without.
document.documentElement.classList.add("js");
