"""The whole service on one machine: emulator, HTTP door, queues and schedules. Never deployed."""
