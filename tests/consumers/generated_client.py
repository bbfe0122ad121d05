"""Lists, filters and fetches clauses through the generated client; fails when an answer is not of its type."""

import sys

from clause_verte_client import Client
from clause_verte_client.api.clauses import get_clause, get_clause_version, list_clauses
from clause_verte_client.api.dumps import list_dumps
from clause_verte_client.api.segments import list_segments
from clause_verte_client.models import FragmentKind, ProblemDocument, PublishedClause

client = Client(base_url=sys.argv[1], raise_on_unexpected_status=True)

page = list_clauses.sync(client=client, limit=3)
assert len(page.items) == 3 and page.total > 60, page
assert all(isinstance(clause, PublishedClause) for clause in page.items)

furniture = list_clauses.sync(client=client, segment=["mobilier"], kind=[FragmentKind.AWARD_CRITERION])
assert 0 < furniture.total < page.total, furniture.total
assert all(any(fragment.kind == FragmentKind.AWARD_CRITERION for fragment in clause.fragments) for clause in furniture.items)

clause = get_clause.sync(furniture.items[0].reference, client=client)
assert clause.reference == furniture.items[0].reference and clause.fragments[0].body

version = get_clause_version.sync(clause.reference, clause.version, client=client)
assert version.content_hash == clause.content_hash

problem = list_clauses.sync(client=client, segment=["mobillier"])
assert isinstance(problem, ProblemDocument) and problem.errors[0].suggestion == "mobilier", problem

assert list_segments.sync(client=client, limit=200).total > 100
assert any(dump.name == "clauses.csv" for dump in list_dumps.sync(client=client).items)
print(f"listed {page.total} clauses, filtered {furniture.total}, fetched {version.citation}")
