"""The registry of codes. A code never changes its meaning and is never used again.

SPL0xx: files and YAML. SPL1xx: keys and values. SPL2xx: types. SPL3xx: names and words.
SPL4xx: builds, variants and marks. SPL5xx: includes, endpoints and examples. All are errors:
what has one is not generated from. Each has a page in `pages`, which tests run.
"""

from specloom.diagnostics.diagnostic import Rule

RETIRED = ("SPL103",)
"""Codes that nothing prints any more."""

# --- files and YAML (reported by `source`) ---
FILE_MISSING = Rule("SPL001", "there is no such file")
FILE_IS_FOLDER = Rule("SPL002", "a folder stands where a file is expected")
FILE_UNREADABLE = Rule("SPL003", "the file can't be read: {reason}")
NOT_UTF8 = Rule("SPL004", "the byte 0x{byte:02X} is not UTF-8 here")
FORBIDDEN_CHARACTER = Rule("SPL005", "the character {character} may not stand in YAML")
YAML_SYNTAX = Rule("SPL006", "{problem}")
TAB_INDENT = Rule("SPL007", "a tab is used for indentation")
COLON_IN_VALUE = Rule("SPL008", "`: ` inside a value without quotes")
NOT_CLOSED = Rule("SPL009", "`{opener}` is not closed")
BRACKET_IN_FLOW = Rule("SPL010", "`{word}[` without quotes inside {outside}")
QUESTION_IN_FLOW = Rule("SPL011", "`?` without quotes inside {outside}")
EMPTY_FILE = Rule("SPL012", "the file is empty")
NOT_A_MAPPING = Rule("SPL013", "the file holds {what} where a mapping is expected")
SEVERAL_DOCUMENTS = Rule("SPL014", "a second YAML document starts here")
ANCHOR = Rule("SPL015", "the anchor `&{name}`: the spec language has none")
ALIAS = Rule("SPL016", "the alias `*{name}`: the spec language has none")
MERGE_KEY = Rule("SPL017", "the merge key `<<`: the spec language has none")
TAG = Rule("SPL018", "a tag (`!`): the spec language has none")
DUPLICATE_KEY = Rule("SPL019", "the key `{key}` stands twice in one mapping")
KEY_NOT_TEXT = Rule("SPL020", "a key is text, this one is {what}")
TOO_DEEP = Rule("SPL021", "nested deeper than {limit} levels")
CUT_BY_COMMENT = Rule("SPL022", "YAML reads the rest of this line as a comment")

# --- keys and values (reported by `spec`) ---
UNKNOWN_KEY = Rule("SPL101", "`{key}` is not a key of {where}")
MISSING_KEY = Rule("SPL102", "{where} needs `{key}`")
WRONG_NODE = Rule("SPL104", "{where} must be {wanted}")
EMPTY_KEY = Rule("SPL105", "a key without a name")
BAD_MARK = Rule("SPL106", "`{mark}` is not a mark{why}")
BAD_CHOICE = Rule("SPL107", "{where} is `{value}`, which is none of {choices}")
NOT_OPTIONAL = Rule("SPL108", "`?` has no meaning at {where}")
NO_MARKS = Rule("SPL109", "marks have no meaning at {where}")
WRONG_VERSION = Rule("SPL110", "`specloom: {value}` is not a version of the language")
EMPTY_DOC = Rule("SPL111", "an empty text")
MISSING_FILE = Rule("SPL112", "`{folder}` holds no api.yaml")

# --- types ---
BAD_TYPE = Rule("SPL201", "{message}")
UNKNOWN_TYPE = Rule("SPL202", "no type or record is called `{name}`")
NO_SIZE = Rule("SPL203", "{what} takes no limits in parentheses")
BAD_NUMBER = Rule("SPL204", "`{text}` is not {wanted}")
EMPTY_RANGE = Rule("SPL205", "no value satisfies {what}")
BAD_PROPERTY = Rule("SPL206", "`{key}` does not fit {what}")
TWO_TYPES = Rule("SPL207", "{first} and {second} both say what the type is")
NO_TYPE = Rule("SPL208", "{where} has no type")
NULL_IN_ALIAS = Rule("SPL209", "`| null` stands at a field, not in a named type")
BAD_UNION = Rule("SPL210", "{message}")
BAD_PATTERN = Rule("SPL211", "{message}")
BAD_FORMAT = Rule("SPL212", "no format is called `{name}`")
BAD_MAP_KEY = Rule("SPL213", "the keys of a map are text, not {what}")
TYPE_CYCLE = Rule("SPL214", "`{name}` is defined by itself")
BAD_ENUM = Rule("SPL215", "{message}")
BAD_PREFIX = Rule("SPL216", "`{prefix}` can't be the prefix of an id")
ENDLESS_RECORD = Rule("SPL217", "no finite value: `{name}` always contains itself")
ABSENT_HERE = Rule("SPL218", "`{name}` is used in {view}, where it is not declared")

# --- names and words ---
BAD_NAME = Rule("SPL301", "`{name}` can't be the name of {what}", letters=True)
UNKNOWN_WORD = Rule("SPL302", "`<{word}>` is not in the vocabulary")
EMPTY_CELL = Rule("SPL303", "the word `{word}` has no column for `{variant}`")
DUPLICATE_NAME = Rule("SPL304", "`{name}` is declared twice in {view}")
SHADOWED = Rule("SPL305", "`{name}` hides the one that {file} declares")
COLLISION = Rule("SPL306", "`{left}` and `{right}` both become `{name}` in {language}")
UNUSED_TYPE = Rule("SPL307", "nothing uses `{name}`")
UNUSED_WORD = Rule("SPL308", "nothing uses the word `<{word}>`")
BUILT_IN_NAME = Rule("SPL309", "`{name}` is a built-in type")
NO_PYTHON_NAME = Rule("SPL310", "`{name}` leaves no name in Python")
HALF_WORD = Rule("SPL311", "a word stands between `<` and `>`")

# --- builds, variants and marks ---
UNKNOWN_VARIANT = Rule("SPL401", "no variant is called `{name}`")
UNKNOWN_RELEASE = Rule("SPL402", "no release is called `{name}`")
UNKNOWN_PRODUCT = Rule("SPL403", "no product is called `{name}`")
EMPTY_SELECTION = Rule("SPL404", "{message}")
MISPLACED_FILE = Rule("SPL405", "`{name}` is neither a product nor a folder of one")
REPEATED = Rule("SPL406", "`{name}` stands twice in {where}")
NO_BUILDS = Rule("SPL407", "there is nothing to build")
EMPTY_PRODUCT = Rule("SPL408", "the product `{name}` has no files")
UNUSED_NAME = Rule("SPL410", "no build and no mark names `{name}`")
TOO_MANY = Rule("SPL411", "more than {most} {what}")
ENDED_VARIANT = Rule("SPL409", "release {release} has no variant `{name}`")

# --- includes, endpoints and examples ---
UNKNOWN_RECORD = Rule("SPL501", "no record is called `{name}`")
NOT_A_RECORD = Rule("SPL502", "`{name}` is a type, where a record is needed")
INCLUDE_CYCLE = Rule("SPL503", "`{name}` includes itself")
INCLUDED_AND_WRITTEN = Rule("SPL504", "`{name}` is both included and written here")
BAD_EXAMPLE = Rule("SPL505", "{message}")
NO_METHOD = Rule("SPL506", "the endpoint `{name}` has no method and path")
TWO_METHODS = Rule("SPL507", "the endpoint `{name}` has two methods")
BAD_PATH = Rule("SPL508", "`{path}` is not a path: {why}")
NO_BASE_PATH = Rule("SPL509", "this file has endpoints and no `path`")
SAME_OPERATION = Rule("SPL510", "{method} {path} is declared twice in {view}")
EMPTY_RECORD = Rule("SPL511", "`{name}` has no fields in {view}")
NO_PARAMETER = Rule("SPL512", "`{{{name}}}` is not declared under `params`")
UNUSED_PARAMETER = Rule("SPL513", "no path has `{{{name}}}`")
BAD_PARAMETER = Rule("SPL514", "{what} can't be sent in {where}")
BAD_HEADER = Rule("SPL515", "`{name}` can't be a header here: {why}")
SAME_ARGUMENT = Rule("SPL516", "`{name}` is an argument in {first} and in {second}")
NO_PAGING = Rule("SPL517", "`pages` needs `paging` in api.yaml")
BAD_PAGING = Rule("SPL518", "{message}")
BAD_STATUS = Rule("SPL519", "`{status}` is not a status of an error")
BAD_RENAME = Rule("SPL520", "`was: {old}`: {why}")
UNUSED_PAGING = Rule("SPL521", "no endpoint has `pages`")
BAD_ENVELOPE = Rule("SPL522", "`{name}` stands beside the envelope already")
TOO_DEEP_A_CHAIN = Rule(
    "SPL523", "more than {most} records {what} one another in a row"
)
NO_EFFECT = Rule("SPL524", "`{key}` has no effect in a file without {what}")
MEANT_AS_KEY = Rule("SPL525", "`{key}: {name}` is read as a field called `{key}`")
