from . import bureau, people
