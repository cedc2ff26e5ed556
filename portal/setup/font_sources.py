"""Which fonts the official forms are printed in, where each comes from, and what stands in when it cannot be had."""

from dataclasses import dataclass

SERIF = "NotoSerifSC-Regular.ttf"
SANS = "NotoSansSC-Regular.ttf"
KAI = "LXGWWenKai-Regular.ttf"
FANDOL_KAI = "FandolKai-Regular.otf"


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


def noto(file: str, style: str, weight: int, face: str, use: str, *stand_ins: str) -> Font:
    """A face of Noto for Simplified Chinese, out of npm."""
    package = f"@expo-google-fonts/noto-{style.lower()}-sc"
    path = f"{package}/{weight}{face}/Noto{style}SC_{weight}{face}.ttf"
    return Font(file, f"Noto {style} SC", weight, use, "OFL-1.1", "npm", package, "0.4.3", path, stand_ins)


def debian(path: str, family: str, use: str, licence: str, package: str, *stand_ins: str) -> Font:
    """A font inside one of Debian's packages."""
    return Font(path.rpartition("/")[2], family, 400, use, licence, "deb", package, "", f"usr/share/{path}", stand_ins)


TEX = "texlive-lang-chinese"
FANDOL = "texlive/texmf-dist/fonts/opentype/public/fandol"
GPL = "GPL-3.0 with font exception"
CHAIN = (
    noto(SERIF, "Serif", 400, "Regular", "宋体", KAI, SANS),
    noto("NotoSerifSC-Bold.ttf", "Serif", 700, "Bold", "标题宋体", SERIF, SANS, KAI),
    noto(SANS, "Sans", 400, "Regular", "黑体", SERIF, KAI),
    noto("NotoSansSC-Medium.ttf", "Sans", 500, "Medium", "中等黑体", SANS, SERIF, KAI),
    debian(f"{FANDOL}/FandolFang-Regular.otf", "FandolFang", "仿宋", GPL, TEX, KAI, FANDOL_KAI, SERIF, SANS),
    debian(f"{FANDOL}/{FANDOL_KAI}", "FandolKai", "楷体", GPL, TEX, KAI, SERIF, SANS),
    debian(
        f"fonts/truetype/lxgw-wenkai/{KAI}", "LXGW WenKai", "楷体，兼补生僻字", "OFL-1.1", "fonts-lxgw-wenkai", FANDOL_KAI, SERIF
    ),
    debian("fonts/truetype/hanazono/HanaMinB.ttf", "HanaMinB", "最后补字", "Hanazono Font License or OFL-1.1", "fonts-hanazono"),
)
FALLBACK = {SERIF: "NotoSerifSC-Regular.otf", SANS: "NotoSansSC-Regular.otf"}
