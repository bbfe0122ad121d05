"""Reads the catalogue with the parsers of those who harvest it.

Usage: catalogue.py BASE_URL. One line per check; exits with 1 when one fails. A parser that is not installed is skipped,
and said to be. SHAPES may name a folder of the DCAT-AP shapes (https://github.com/SEMICeu/DCAT-AP).
"""

import glob
import importlib
import os
import sys
import urllib.request

import rdflib
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import DCAT, DCTERMS, RDF

base = sys.argv[1].rstrip("/")
failures = 0
FORMS = {"jsonld": "json-ld", "ttl": "turtle", "rdf": "xml"}


def fetch(path: str) -> bytes:
    with urllib.request.urlopen(f"{base}{path}") as answer:
        return answer.read()


def check(what: str, good: object, detail: object = "") -> None:
    global failures
    failures += not good
    print("ok  " if good else "FAIL", what, "" if good else detail)


def skip(what: str, why: object) -> None:
    print("skip", what, f"({why})")


bodies = {form: fetch(f"/catalog.{form}") for form in FORMS}
check("ten fetches give the same bytes", all(fetch(f"/catalog.{form}") == bodies[form] for form in FORMS for _ in range(10)))
graphs = {form: rdflib.Graph().parse(data=bodies[form], format=name) for form, name in FORMS.items()}
first = to_isomorphic(graphs["ttl"])
for form, graph in graphs.items():
    check(f"rdflib: {form} is the same graph, {len(graph)} triples", isomorphic(first, to_isomorphic(graph)))
graph = graphs["jsonld"]
datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
files = list(graph.objects(None, DCAT.downloadURL))
wrong = []
for distribution, url in graph.subject_objects(DCAT.downloadURL):
    request = urllib.request.Request(url, method="HEAD", headers={"User-Agent": "uData/0.1 dcat"})
    with urllib.request.urlopen(request) as answer:
        said = str(graph.value(distribution, DCAT.byteSize))
        if answer.url != str(url) or answer.headers["Content-Length"] != said or answer.headers["X-RateLimit-Limit"]:
            wrong.append((str(url), answer.headers["Content-Length"], said))
check(f"{len(files)} files answer HEAD at once, as long as the catalogue says", not wrong, wrong[:3])

try:
    processors = importlib.import_module("ckanext.dcat.processors")
except Exception as missing:
    skip("ckanext-dcat", missing)
else:
    for profile in ["euro_dcat_ap_2", "euro_dcat_ap_3"]:
        for form, name in FORMS.items():
            parser = processors.RDFParser(profiles=[profile])
            parser.parse(bodies[form].decode(), name)
            found = list(parser.datasets())
            resources = sum(len(dataset["resources"]) for dataset in found)
            good = len(found) == len(datasets) and all(dataset["title"] and dataset["resources"] for dataset in found)
            check(f"ckanext-dcat, {profile}, {form}: {len(found)} datasets, {resources} resources", good)

try:
    udata = importlib.import_module("udata.core.dataset.rdf")
    from flask import Flask

    # What its parser asks of the server around it.
    app = Flask("harvester")
    app.config.from_object("udata.settings.Defaults")
    app.config["DEFAULT_LANGUAGE"] = "fr"
    app.app_context().push()
except Exception as missing:
    skip("udata", missing)
else:
    for dataset in sorted(datasets):
        node, name = graph.resource(dataset), dataset.rsplit("/", 1)[1]
        rhythm = udata.frequency_from_rdf(graph.value(dataset, DCTERMS.accrualPeriodicity))
        period = udata.temporal_from_rdf(node.value(DCTERMS.temporal))
        place = udata.spatial_from_rdf(node)
        licences = udata.licenses_from_rdf(node)
        forms = {(udata.format_from_rdf(file), udata.mime_from_rdf(file)) for file in node.objects(DCAT.distribution)}
        known = rhythm and period and period.start and place and place.geom and all(form and mime and "http" not in mime for form, mime in forms)
        check(f"udata: {name}: rhythm, period, place, licence and {len(forms)} forms are read", known and "Open Data Commons Open Database License (ODbL)" in licences, (rhythm, period, place, licences, forms))

shapes = sorted(glob.glob(os.path.join(os.environ.get("SHAPES", ""), "*.ttl"))) if os.environ.get("SHAPES") else []
if not shapes:
    skip("pyshacl", "SHAPES names no folder of shapes")
else:
    import pyshacl

    union = rdflib.Graph()
    for shape in shapes:
        union.parse(shape, format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=union, inference="none", advanced=True)
    SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    grave = [result for result in report.subjects(SH.resultSeverity, SH.Violation)]
    told = {(str(report.value(it, SH.resultMessage)), str(report.value(it, SH.focusNode)), str(report.value(it, SH.resultPath))) for it in grave}
    check(f"pyshacl: no violation of {len(shapes)} files of shapes", not grave, sorted(told)[:8])

sys.exit(bool(failures))
