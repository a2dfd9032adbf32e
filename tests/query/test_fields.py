from documents.query.fields import FIELDS, PLAIN, TEXT_FIELDS, ZONES


def test_fields_look_in_zones_that_there_are():
    assert {zone for field in FIELDS.values() for zone in field.zones} <= ZONES.keys()


def test_a_zone_is_reached_by_plain_words_or_by_a_field():
    assert PLAIN | {zone for field in FIELDS.values() for zone in field.zones} == ZONES.keys()


def test_names_of_fields_are_letters_as_the_grammar_reads_them():
    assert all(name.isascii() and name.isalpha() and name.islower() for name in FIELDS)


def test_a_field_weighs_as_much_as_its_heaviest_zone():
    assert (FIELDS["title"].weight, FIELDS["body"].weight) == (3.0, 1.5)


def test_a_date_is_the_one_field_without_a_text():
    assert set(FIELDS) - set(TEXT_FIELDS) == {"date"}
    assert FIELDS["date"].weight == 0
    assert FIELDS["date"].sortable
