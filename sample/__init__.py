from . import bureau, people, services, lectures
