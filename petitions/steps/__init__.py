"""The rows of the table of a petition, by what they are about; ``petitions/workflow.py`` puts them in order.

``intake`` up to acceptance, ``handling`` from there to the archive, ``hearing``, ``appeals`` to the organ above,
``rating`` by the petitioner, ``oversight`` what the law wants beside that way.
"""
