from . import bureau, evaluations, lectures, people, services, users, volumes
