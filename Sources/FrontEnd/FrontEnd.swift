/// FrontEnd.
