"""Which fonts the official forms are printed in, where each comes from, and what stands in when it cannot be had."""

from dataclasses import dataclass

SERIF = "NotoSerifSC-Regular.ttf"
SANS = "NotoSansSC-Regular.ttf"
KAI = "LXGWWenKai-Regular.ttf"


@dataclass(frozen=True)
class Font:
    """One face of the chain; ``path`` is where it lies inside its npm or Debian package."""

    file: str
    family: str
    weight: int
    use: str
    licence: str
    kind: str
    package: str
    version: str
    path: str
    stand_ins: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return " ".join(word for word in (self.kind, self.package, self.version) if word)


def noto(style: str, file: str, weight: int, face: str, use: str, *stand_ins: str) -> Font:
    package = f"@expo-google-fonts/noto-{style.lower()}-sc"
    path = f"{package}/{weight}{face}/Noto{style}SC_{weight}{face}.ttf"
    return Font(file, f"Noto {style} SC", weight, use, "OFL-1.1", "npm", package, "0.4.3", path, stand_ins)


def debian(file: str, family: str, use: str, licence: str, package: str, folder: str, *stand_ins: str) -> Font:
    return Font(file, family, 400, use, licence, "deb", package, "", f"usr/share/{folder}/{file}", stand_ins)


FANDOL = ("texlive-lang-chinese", "texlive/texmf-dist/fonts/opentype/public/fandol")
CHAIN = (
    noto("Serif", SERIF, 400, "Regular", "宋体", KAI, SANS),
    noto("Serif", "NotoSerifSC-Bold.ttf", 700, "Bold", "标题宋体", SERIF, SANS, KAI),
    noto("Sans", SANS, 400, "Regular", "黑体", SERIF, KAI),
    noto("Sans", "NotoSansSC-Medium.ttf", 500, "Medium", "黑体", SANS, SERIF, KAI),
    debian("FandolFang-Regular.otf", "FandolFang", "仿宋", "GPL-3.0 with font exception", *FANDOL, SERIF, KAI, SANS),
    debian("FandolKai-Regular.otf", "FandolKai", "楷体", "GPL-3.0 with font exception", *FANDOL, KAI, SERIF, SANS),
    debian(KAI, "LXGW WenKai", "楷体，兼补生僻字", "OFL-1.1", "fonts-lxgw-wenkai", "fonts/truetype/lxgw-wenkai", SERIF, SANS),
    debian("HanaMinB.ttf", "HanaMinB", "最后补字", "Hanazono Font License or OFL-1.1", "fonts-hanazono", "fonts/truetype/hanazono"),
)
FALLBACK = {SERIF: "NotoSerifSC-Regular.otf", SANS: "NotoSansSC-Regular.otf"}
