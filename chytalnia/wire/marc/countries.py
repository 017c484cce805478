"""Places of publication: the MARC Code List for Countries and ISO 3166, which UNIMARC 102 uses.

The MARC list names the states of the USA, the provinces of Canada, the states of Australia and the parts of the United
Kingdom; UNIMARC says those in 102 $c by ISO 3166-2. Codes after that: what either list has given up (`_RETIRED`, `_WITHIN`).

Held against the MARC Code List for Countries of the Library of Congress (https://id.loc.gov/vocabulary/countries), its
discontinued codes included, and against ISO 3166-1, -2 and -3. Paracel and Spratly Islands (`pf`, `xp`) have no code of ISO.
"""

from __future__ import annotations

_LIST = """
aa AL,abc CA-AB,aca AU-ACT,ae DZ,af AF,ag AR,ai AM,aj AZ,aku US-AK,alu US-AL,am AI,an AD,ao AO,aq AG,aru US-AR,as AS,
at AU,au AT,aw AW,ay AQ,azu US-AZ,ba BH,bb BB,bcc CA-BC,bd BI,be BE,bf BS,bg BD,bh BZ,bi IO,bl BR,bm BM,bn BA,bo BO,
bp SB,br MM,bs BW,bt BT,bu BG,bv BV,bw BY,bx BN,ca BQ,cau US-CA,cb KH,cc CN,cd TD,ce LK,cf CG,cg CD,ch TW,ci HR,cj KY,
ck CO,cl CL,cm CM,co CW,cou US-CO,cq KM,cr CR,ctu US-CT,cu CU,cv CV,cw CK,cx CF,cy CY,dcu US-DC,deu US-DE,dk DK,dm BJ,
dq DM,dr DO,ea ER,ec EC,eg GQ,em TL,enk GB-ENG,er EE,es SV,et ET,fa FO,fg GF,fi FI,fj FJ,fk FK,flu US-FL,fm FM,fp PF,
fr FR,fs TF,ft DJ,gau US-GA,gb KI,gd GD,gg GG,gh GH,gi GI,gl GL,gm GM,go GA,gp GP,gr GR,gs GE,gt GT,gu GU,gv GN,gw DE,
gy GY,hiu US-HI,hm HM,ho HN,ht HT,hu HU,iau US-IA,ic IS,idu US-ID,ie IE,ii IN,ilu US-IL,im IM,inu US-IN,io ID,iq IQ,
ir IR,is IL,it IT,iv CI,ja JP,je JE,jm JM,jo JO,ke KE,kg KG,kn KP,ko KR,ksu US-KS,ku KW,kv XK,kyu US-KY,kz KZ,
lau US-LA,lb LR,le LB,lh LI,li LT,lo LS,ls LA,lu LU,lv LV,ly LY,mau US-MA,mbc CA-MB,mc MC,mdu US-MD,meu US-ME,mf MU,
mg MG,miu US-MI,mj MS,mk OM,ml ML,mm MT,mnu US-MN,mo ME,mou US-MO,mp MN,mq MQ,mr MA,msu US-MS,mtu US-MT,mu MR,mv MD,
mw MW,mx MX,my MY,mz MZ,nbu US-NE,ncu US-NC,ndu US-ND,ne NL,nfc CA-NL,ng NE,nhu US-NH,nik GB-NIR,nju US-NJ,nkc CA-NB,
nl NC,nmu US-NM,nn VU,no NO,np NP,nq NI,nr NG,nsc CA-NS,ntc CA-NT,nu NR,nuc CA-NU,nvu US-NV,nw MP,nx NF,nyu US-NY,
nz NZ,ohu US-OH,oku US-OK,onc CA-ON,oru US-OR,ot YT,pau US-PA,pc PN,pe PE,pg GW,ph PH,pic CA-PE,pk PK,pl PL,pn PA,
po PT,pp PG,pr PR,pw PW,py PY,qa QA,qea AU-QLD,quc CA-QC,rb RS,re RE,rh ZW,riu US-RI,rm RO,ru RU,rw RW,sa ZA,sc BL,
scu US-SC,sd SS,sdu US-SD,se SC,sf ST,sg SN,si SG,sj SD,sl SL,sm SM,sn SX,snc CA-SK,so SO,sp ES,sq SZ,sr SR,ss EH,
st MF,stk GB-SCT,su SA,sw SE,sx NA,sy SY,sz CH,ta TJ,tc TC,tg TG,th TH,ti TN,tk TM,tl TK,tma AU-TAS,tnu US-TN,to TO,
tr TT,ts AE,tu TR,tv TV,txu US-TX,tz TZ,ua EG,ug UG,un UA,up UM,utu US-UT,uv BF,uy UY,uz UZ,vau US-VA,vb VG,vc VA,
ve VE,vi VI,vm VN,vra AU-VIC,vtu US-VT,wau US-WA,wea AU-WA,wf WF,wiu US-WI,wj PS,wlk GB-WLS,ws WS,wvu US-WV,wyu US-WY,
xa CX,xb CC,xc MV,xd KN,xe MH,xh NU,xj SH,xk LC,xl PM,xm VC,xn MK,xna AU-NSW,xo SK,xoa AU-NT,xr CZ,xra AU-SA,xs GS,
xv SI,xxc CA,xxk GB,xxu US,ye YE,ykc CA-YT,za ZM
"""
#: Codes that stand for the same place as another of the list, and those of states that are no more.
_RETIRED = """
air AM,ajr AZ,bwr BY,err EE,gsr GE,kgr KG,kzr KZ,lir LT,lvr LV,mvr MD,rur RU,tar TJ,tkr TM,unr UA,uzr UZ,cn CA,gz PS,
hk HK,jn SJ,mh MO,na AN,pt TL,sb SJ,sk IN,ry JP,tt FM,uc UM,ui GB,uik GB,uk GB,us US,vn VN,vs VN,wb DE,wk UM,xf UM,
ji UM,xga AU,ac AU,cp KI,xi KN,ys YE,iu IL,iw IL,iy IQ,cz PA,gn KI,ln KI,nm MP,sv HN,ur SU,xxr SU,yu YU,cs CS,ge DD
"""
#: The states that are no more, whose MARC code is still the right one for their books.
_GONE = {"SU": "ur", "YU": "yu", "CS": "cs", "DD": "ge"}
#: Places of ISO 3166 that the MARC list counts to another, and codes that ISO 3166 has given up.
_WITHIN = {
    "HK": "cc", "MO": "cc", "AX": "fi", "SJ": "no", "AN": "co", "CSHH": "cs", "SUHH": "ur", "DDDE": "ge",
    "BU": "br", "CT": "gb", "DY": "dm", "FX": "fr", "HV": "uv", "JT": "ji", "MI": "xf", "NH": "nn", "NQ": "ay",
    "NT": "iy", "PU": "up", "PZ": "pn", "RH": "rh", "TP": "em", "VD": "vm", "WK": "wk", "YD": "ye", "ZR": "cg",
}  # fmt: skip


def _read(text: str) -> dict[str, str]:
    return dict(pair.split(" ") for pair in text.replace("\n", "").strip().split(","))


_PLACES = _read(_RETIRED) | _read(_LIST)
_TO_MARC = {iso: marc for marc, iso in _read(_LIST).items()} | _GONE

#: Codes of three letters, which older RUSMARC records have in 102, whose first two are not those of the country.
_THREE = _read("""
ABW AW,AGO AO,ALA AX,AND AD,ARE AE,ARM AM,ATA AQ,ATF TF,ATG AG,AUT AT,BDI BI,BEN BJ,BES BQ,BGD BD,BHS BS,BIH BA,
BLR BY,BLZ BZ,BRB BB,BRN BN,BUR MM,CAF CF,CHL CL,CHN CN,COD CD,COG CG,COK CK,COM KM,CPV CV,CUW CW,CYM KY,DDR DD,
DHY BJ,DNK DK,ESH EH,EST EE,FLK FK,FRO FO,FSM FM,GIN GN,GLP GP,GNB GW,GNQ GQ,GRD GD,GRL GL,GUF GF,GUY GY,HVO BF,
IRL IE,IRQ IQ,ISR IL,JAM JM,KAZ KZ,KOR KR,LBR LR,LBY LY,MAC MO,MAF MF,MDG MG,MDV MV,MEX MX,MLT MT,MNE ME,MNP MP,
MOZ MZ,MTQ MQ,MYT YT,NHB VU,NIU NU,PAK PK,PCN PN,PCZ PA,PLW PW,PNG PG,POL PL,PRK KP,PRT PT,PRY PY,PYF PF,SCG YU,
SEN SN,SGS GS,SLB SB,SLV SV,SPM PM,SRB RS,SUN SU,SUR SR,SVK SK,SVN SI,SWE SE,SWZ SZ,SYC SC,TCD TD,TKM TM,TMP TL,
TUN TN,TUR TR,TUV TV,UKR UA,URY UY,VDR VN,WLF WF,YMD YE,ZAR CD
""")


def country_from_iso(code: str) -> str:
    """The code of two letters of a country that UNIMARC names by two or by three."""
    code = code.strip().upper()
    return _THREE.get(code[:3], code[:2]) if code[:3].isalpha() else code[:2]


def country_from_marc(code: str) -> str:
    """The ISO 3166 code of the country of a MARC place code, '' for «various places» and what nobody knows."""
    return _PLACES.get(code.strip(" |#").lower(), "")[:2]


def part_from_marc(code: str) -> str:
    """The ISO 3166-2 code of the state or province that a MARC place code names: `nyu` → `US-NY`; '' for a country."""
    found = _PLACES.get(code.strip(" |#").lower(), "")
    return found if "-" in found else ""


def country_to_marc(iso: str, part: str = "") -> str:
    """The MARC place code, three characters long. `part` is a code of ISO 3166-2, with its country before it or not."""
    if part:
        whole = part if "-" in part else f"{iso}-{part}"
        if found := _TO_MARC.get(whole.upper()):
            return found.ljust(3)
    return (_TO_MARC.get(iso) or _WITHIN.get(iso) or "xx").ljust(3)
