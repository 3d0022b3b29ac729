from . import bureau, evaluations, lectures, people, services, shares, users, volumes
