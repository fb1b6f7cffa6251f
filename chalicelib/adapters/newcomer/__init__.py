"""What a newcomer sees of us: her page, her calendar, her letter. HTML, SVG and iCalendar."""
