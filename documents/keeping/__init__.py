"""What outlasts a page: the table of all that keeps text, copies of the site, and taking words out of all of it."""
