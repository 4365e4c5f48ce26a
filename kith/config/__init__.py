"""How an installation is set up: settings, addresses, and the door the web server knocks on."""
