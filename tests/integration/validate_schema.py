"""validate_schema.py FOLDER DOCUMENT...: checks saved reports against the schemas in FOLDER that they name.

Prints what is wrong, a line each, and exits with 1 if there is anything; 2 if that could not be found out.
"""
import json
import pathlib
import sys


def validator(schema, schemas):
    import jsonschema

    kind = jsonschema.Draft202012Validator
    for one in schemas.values():
        kind.check_schema(one)
    try:
        import referencing
    except ImportError:  # jsonschema before 4.18
        return kind(schema, resolver=jsonschema.RefResolver(schema["$id"], schema, store=schemas))
    resources = [(name, referencing.Resource.from_contents(one)) for name, one in schemas.items()]
    return kind(schema, registry=referencing.Registry().with_resources(resources))


def problems(path, schemas):
    document = json.loads(path.read_text(encoding="utf-8"))
    name, version = document["schema"].split("/")
    schema = schemas[f"{name}-{version}.schema.json"]
    for error in validator(schema, schemas).iter_errors(document):
        yield ": ".join([path.name, "/".join(map(str, error.absolute_path)), error.message[:300]])


def main(folder, paths):
    schemas = {}
    for file in pathlib.Path(folder).glob("*.schema.json"):
        schema = json.loads(file.read_text(encoding="utf-8"))
        schemas[schema["$id"]] = schema
    found = [problem for path in paths for problem in problems(pathlib.Path(path), schemas)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1], sys.argv[2:]))
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(2)
