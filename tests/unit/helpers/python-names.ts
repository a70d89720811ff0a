/** The keywords of Python 3.8 to 3.13, soft ones included. */
export const pythonKeywords = (
  'False None True and as assert async await break case class continue def del elif else except finally for from ' +
  'global if import in is lambda match nonlocal not or pass raise return try type while with yield'
).split(' ');
/** dir(builtins) of Python 3.8 to 3.13 but for the language's own functions, which are no names here. */
const pythonBuiltins = (
  'ArithmeticError AssertionError AttributeError BaseException Exception FloatingPointError IndexError KeyError ' +
  'LookupError MemoryError NameError OverflowError RuntimeError StopIteration SyntaxError TypeError ValueError ' +
  'Warning ZeroDivisionError __build_class__ __builtins__ __debug__ __import__ __name__ abs all any ascii bin bool ' +
  'bytearray bytes callable chr classmethod compile complex dict dir divmod enumerate eval exec filter float format ' +
  'frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max ' +
  'memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted ' +
  'staticmethod str sum super tuple vars zip'
).split(' ');
/** And what the files define or import. */
const fileNames =
  'math torch Value leaf values value name Step divide power ieee node order placed path operand'.split(' ');
/** Names that would break an exported file if it gave them to a leaf. */
export const pythonNames = [...pythonKeywords, ...pythonBuiltins, ...fileNames];
