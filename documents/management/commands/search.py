import json

from django.core.management.base import BaseCommand, CommandError

from documents.query.grammar import any_of, parse
from documents.search.engine import SearchTrouble
from documents.search.find import find


class Command(BaseCommand):
    help = "Search the published sections and sources, with the same query language as the site."

    def run_from_argv(self, argv):
        """A query may begin with a hyphen: what is no option is set apart by a space, so that it is read as one."""
        options = self.create_parser(argv[0], argv[1])._option_string_actions
        words = [
            f" {word}" if word.startswith("-") and word.partition("=")[0] not in {"--", *options} else word
            for word in argv[2:]
        ]
        super().run_from_argv([*argv[:2], *words])

    def add_arguments(self, parser):
        parser.add_argument("query", help='such as: "zero tolerance" -marshals')
        parser.add_argument("--any", action="store_true", help="read it as a sentence: any of its words")
        parser.add_argument(
            "--no-synonyms",
            action="store_false",
            dest="synonyms",
            help="search only for the names that are typed, not for other names of the same",
        )
        parser.add_argument("--limit", type=int, default=10, help="hits to print (default 10)")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *, query, limit, synonyms=True, **options):
        query = query.strip().encode(errors="replace").decode()  # a terminal may send bytes that are no text
        if limit < 0:
            raise CommandError("--limit takes a number from 0 up.")
        asked = any_of(query) if options["any"] else parse(query)
        try:
            found = find(asked, {}, limit=limit, synonyms=synonyms)
        except SearchTrouble as error:
            raise CommandError(str(error)) from error
        hits = [self.row(hit) for hit in found.hits]
        if options["json"]:
            self.stdout.write(json.dumps({"query": query, "count": found.count, "hits": hits}))
            return
        self.stdout.write(f"{found.count} sections and sources: {found.explanation}")
        for hit in hits:
            self.stdout.write(f"\n{hit['title']}\n  {hit['url']}\n  {hit['snippet']}")

    def row(self, hit):
        return {
            "key": hit.unit.key,
            "id": hit.unit.public_id,
            "score": hit.score,
            "title": hit.unit.title,
            "url": hit.url,
            "snippet": " … ".join(map(str, hit.fragments)),
        }
