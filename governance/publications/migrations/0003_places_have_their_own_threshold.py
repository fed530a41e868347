from django.db import migrations

NAME = "季度预警：收到的比上季度上升多少，提示研判"
CHOICES = [["20", "上升百分之二十"], ["30", "上升百分之三十"], ["50", "上升百分之五十"], ["100", "上升一倍"]]
# The third group of a code: from it on a town or a township (国家统计局 统计用区划代码).
FIRST_TOWN = "100"


def apart(apps, schema_editor):
    """One question, answered apart for each town where the county had another answer for towns."""
    rules, places = apps.get_model("cases", "CountyRule"), apps.get_model("cases", "CountyRuleArea")
    areas = apps.get_model("organisation", "Area")
    rule = rules.objects.filter(code="warning_rise").first()
    if rule is None:
        return
    rules.objects.filter(pk=rule.pk).update(name=NAME, choices=CHOICES, apart="township")
    for towns in rules.objects.filter(code="warning_rise_towns").exclude(value=rule.value):
        found = areas.objects.filter(level="township", successor=None)
        places.objects.bulk_create(
            places(rule=rule, area=area, value=towns.value) for area in found if area.code[6:9] >= FIRST_TOWN
        )
    rules.objects.filter(code="warning_rise_towns").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("publications", "0002_made_from_figures"),
        ("cases", "0046_what_the_county_says_of_a_place"),
    ]

    operations = [migrations.RunPython(apart, migrations.RunPython.noop)]
