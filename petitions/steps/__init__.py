"""The rows of the table of a petition, by what they are about; ``petitions/workflow.py`` puts them in order.

``intake`` up to acceptance, ``coming_back`` by objection or recall, ``handling`` while it lies with the organ that
answers, ``answering``, ``ending``, ``together`` where several organs deal with it, ``hearing``, ``appeals`` to the
organ above, ``accusations``, ``rating`` by the petitioner, ``oversight`` what the law wants beside that way.
"""
