from django.db import models


class Unit(models.Model):
    title = models.TextField()
    heading = models.TextField()
    body = models.TextField()
    kind = models.TextField()
    publisher = models.TextField()
    year = models.TextField()
